#!/usr/bin/env bash
# The entry point of PrairieLearn's external grader: no network, results in /grade/results, which it
# has to make. The question's tests/ hold rubric.yaml; its inputs are named by the rubric's checks,
# and the seed of the session is the variant's.
set -euo pipefail
grade=${GRADE_ROOT:-/grade}
lab=${LAB_ROOT:-/lab}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

jq '.submitted_answers | del(._files)' "$grade/data/data.json" >"$work/answers.json"
VARIANT_SEED=$(jq -r '.variant_seed' "$grade/data/data.json")
export VARIANT_SEED
# 3 is no failure of the run: the results then say that the answers could not be graded.
JAVA_OPTS="-Xmx384m ${JAVA_OPTS:-}" "$lab/handshake-lab" grade \
  --rubric "$grade/tests/rubric.yaml" --answers "$work/answers.json" --seed-env VARIANT_SEED \
  --format prairielearn --out "$grade/results/results.json" || [ $? -eq 3 ]
