"""The use cases: one a file. Wings meet here and nowhere else."""
