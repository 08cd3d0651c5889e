# busybox ash and dash, called as  SHELL -c THIS SHELL : becomes an interactive SHELL that has the function `snap`.
# The only hook that runs in these shells themselves is the file $ENV, which is read before the first prompt; here it is
# a pipe, to which the shell writes a short here-document.  The image's own value of $ENV is used as usual.
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
