"""The verbs of the command line, one file each. At import they load click alone: `--help` must be quick."""
