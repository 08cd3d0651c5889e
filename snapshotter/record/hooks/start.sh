# busybox ash and dash, as  SHELL -c THIS SHELL : becomes an interactive SHELL that has the function `snap`.
# They have no hook that runs in the shell itself but $ENV, which is read before the first prompt: from a pipe, for
# that is where a short here-document goes.  What the image sets $ENV to is read as it would be.
__SNAP_ENV=${ENV-} ENV=/proc/self/fd/3 exec "$0" 3<<'__snap_end'
exec 3<&-
unset ENV
if [ -n "$__SNAP_ENV" ]; then
    export ENV="$__SNAP_ENV"
    [ ! -f "$ENV" ] || . "$ENV"
fi
unset __SNAP_ENV
@ASK@
__snap_end
