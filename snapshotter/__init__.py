"""snapshotter: hand-made container images, made reproducible."""

__version__ = "0.1.0"
