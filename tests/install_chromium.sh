#!/bin/sh
# Install Debian's chromium for the browser tests where it is missing and may be installed; else the tests skip and say so.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "chromium is not installed: the browser tests will be skipped (install the package chromium to run them)" >&2
