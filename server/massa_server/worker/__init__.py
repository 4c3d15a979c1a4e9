"""The worker: wraps the engine for one chunk of files, on a laptop or in a container."""
