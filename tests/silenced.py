"""Takes the package by which OpenVINO tells its maker of its use out of reach, as the program does before it imports OpenVINO."""

from research.adapters.embedding_export import silence_telemetry

silence_telemetry()
