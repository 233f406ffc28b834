#!/usr/bin/env bash
# Gradescope runs this once, when the image of the autograder is built, with a network. The zip holds
# this, run_autograder, rubric.yaml, secret, handshake-lab.jar, and the two scripts of bin/.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends openjdk-25-jre-headless jq
