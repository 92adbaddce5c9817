"""The SDK for JavaScript, which Lambda's runtime brings and a function's code does without.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
"""

import os

SDK = "@aws-sdk"


def offer(script):
    """Puts it where code beside `script`, or below, finds it. Answers what has to be readable for that."""
    modules = _installed(os.path.dirname(os.path.abspath(__file__)))
    if modules is None:
        return []
    beside = os.path.join(os.path.dirname(script), "node_modules")
    os.makedirs(beside, mode=0o700, exist_ok=True)
    link = os.path.join(beside, SDK)
    if not os.path.lexists(link):
        os.symlink(os.path.join(modules, SDK), link)
    return [modules]


def _installed(folder):
    """The folder of packages that this project's own SDK is in."""
    while True:
        modules = os.path.join(folder, "node_modules")
        if os.path.isdir(os.path.join(modules, SDK)):
            return os.path.realpath(modules)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
