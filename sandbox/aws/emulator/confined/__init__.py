"""Programs of other people (functions, jobs, scripts) run with what a function has on AWS, and nothing of the person's.

`enter.py` is what such a program starts as: it gives up what it must not have, and becomes the program. What the kernel
can't decide by itself (where to connect, whom to signal) it asks `Warden`. Needs Linux with Landlock (5.13, and among
the security modules that are started) and seccomp; no root, no namespaces, so that it holds where users may not make
those (Ubuntu 24.04).

https://docs.kernel.org/userspace-api/landlock.html, https://docs.kernel.org/userspace-api/seccomp_filter.html
"""
