#!/bin/sh
# a program in C
# with a second paragraph
set -e
cd /
python3 -c 'import sys
print(1)' > /etc/one
