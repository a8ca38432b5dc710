"""`python -m learnport` is the command line."""

from learnport.cli import main

if __name__ == "__main__":
    main()
