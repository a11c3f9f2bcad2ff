"""One of the applications as a process: `python -m fleetmock_tooling.bench.worker NAME PORT`."""

import logging
import sys
import warnings

import uvicorn

from fleetmock_tooling.bench import workload


def main(name: str, port: int) -> None:
    """Serve with the settings that fleetmock's own server has."""
    # connexion says on start that it has no Swagger UI to show, and starlette warns about httpx.
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    from fleetmock_tooling.bench.contestants import WORKERS  # noqa: PLC0415 - only now are the warnings off

    uvicorn.run(
        WORKERS[name](),
        host=workload.HOST,
        port=port,
        access_log=False,
        http="httptools",
        lifespan="on",
        log_config=None,
        log_level="error",
        server_header=False,
        ws="none",
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
