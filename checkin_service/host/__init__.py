"""The host machine: database cluster, certificate, logs, folders and nightly jobs."""
