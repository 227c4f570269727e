"""`python -m tmflow` is `tmflow`."""

from tmflow.cli.main import main

if __name__ == "__main__":
    main()
