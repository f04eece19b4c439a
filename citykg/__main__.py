"""`python -m citykg` is the command `citykg`."""

from citykg.cli import main

if __name__ == "__main__":
    main()
