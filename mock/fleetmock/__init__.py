"""A mock of device-command clouds: the fleet behind Microsoft Graph's and Applivery's APIs, on your machine."""

__version__ = "0.1.0"
