"""The proof that the fuzzer finds what it is for: faults planted in the mock from outside, and who finds them."""
