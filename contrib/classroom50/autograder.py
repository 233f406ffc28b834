#!/usr/bin/env python3
"""Classroom 50 runs this in a student's checkout and takes ./result.json from it.

Beside this file lie rubric.yaml, handshake-lab.jar and the two scripts of bin/. The secret that the
seed is made of is HANDSHAKE_LAB_SECRET. Any exit code but 0 is a failed run, which is no grade.
"""

import os
import pathlib
import re
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
given = {
    "classroom": os.environ["CLASSROOM"],
    "assignment": os.environ["ASSIGNMENT"],
    "owner": os.environ["OWNER"],
    "submission": os.environ["SUBMISSION_TAG"],
    "commit": os.environ["COMMIT_URL"],
    "release": os.environ["RELEASE_URL"],
    "review": os.environ["REVIEW_URL"],
}
# The instant of the submission stands in its tag: submit/2026-11-22T09-15-40Z-a1b2c3d.
tag = re.fullmatch(r"submit/(.{10}T\d\d)-(\d\d)-(\d\d)Z-.*", given["submission"])
if tag:
    given["datetime"] = ":".join(tag.groups()) + "Z"
command = [here / "handshake-lab", "grade", "--format", "classroom50", "--out", "result.json"]
command += ["--rubric", here / "rubric.yaml", "--answers", "answers.json"]
command += ["--secret-env", "HANDSHAKE_LAB_SECRET", "--subject", given["owner"]]
for name, value in given.items():
    command += ["--parameter", f"{name}={value}"]
environment = os.environ | {"JAVA_OPTS": "-Xmx384m " + os.environ.get("JAVA_OPTS", "")}
code = subprocess.run(command, env=environment).returncode
if code:
    pathlib.Path("result.json").unlink(missing_ok=True)
sys.exit(code)
