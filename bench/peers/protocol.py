"""The child's side of a peer, as serve.mjs: one JSON line on stdin, one JSON line on stdout. Libraries print to stderr."""
import json, os, sys


def serve(operations):
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints, also from C++, must not appear among the replies
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = {"ok": True, **(operations[request.pop("op")](**request) or {})}
        except Exception as error:
            reply = {"ok": False, "message": f"{type(error).__name__}: {error}"[:400]}
        print(json.dumps(reply), file=replies, flush=True)


def peak_megabytes():
    """Peak resident memory of this process in MB."""
    try:
        # getrusage's figure starts with the parent's at fork, so the kernel's own for this image goes first.
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6
    except OSError:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak * (1 if sys.platform == "darwin" else 1024) / 1e6
