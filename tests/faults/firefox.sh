#!/bin/sh
# Firefox as people use it: Playwright asks it to end when the process of a page crashes.
unset MOZ_CRASHREPORTER_SHUTDOWN
exec "$FIREFOX" "$@"
