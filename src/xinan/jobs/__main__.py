"""`python -m xinan.jobs`: the command `xinan` under the same Python as its caller."""

from xinan.jobs.cli import main

main()
