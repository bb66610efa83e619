#!/usr/bin/env python3
"""Compares our decimals with Python's decimal module on random operations: decimals.py PROGRAM [COUNT]."""
import decimal
import random
import subprocess
import sys

D = decimal.Decimal
MODES = {"half-up": decimal.ROUND_HALF_UP, "half-even": decimal.ROUND_HALF_EVEN, "down": decimal.ROUND_DOWN,
         "up": decimal.ROUND_UP, "floor": decimal.ROUND_FLOOR, "ceiling": decimal.ROUND_CEILING}
exact = decimal.Context(prec=200, Emax=9999, Emin=-9999)
kept = decimal.Context(prec=34, Emax=9999, Emin=-9999, rounding=decimal.ROUND_HALF_EVEN)


def number(random_):
    digits = random_.choice([1, 2, 3, 5, 9, 17, 33, 34])
    text = str(random_.randrange(10 ** digits))
    scale = random_.choice([0, 0, 1, 2, 2, 4, 10, 20])
    if scale:
        text = text.rjust(scale + 1, "0")
        text = text[:-scale] + "." + text[-scale:]
    if len(text.replace(".", "").lstrip("0")) > 34:
        return "1"
    return random_.choice(["", "", "-"]) + text


def fits(value):
    """Whether 34 digits and a scale from 0 hold the exact value as it is written."""
    return value.normalize(exact) == value.normalize(kept) and abs(value) < D(10) ** 34 \
        and len(value.as_tuple().digits) <= 34


def expected(op, a, b, mode):
    a = D(a)
    if op == "round":
        return a.quantize(D(1).scaleb(-int(b)), rounding=MODES[mode], context=exact)
    b = D(b)
    if op == "cmp":
        return int(a.compare(b))
    if op in ("div", "mod") and b == 0:
        return "error"
    if op == "div":
        return kept.divide(a, b)
    if op == "mod":
        return exact.remainder(a, b)
    return {"add": exact.add, "sub": exact.subtract, "mul": exact.multiply}[op](a, b)


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    random_ = random.Random(34)
    tasks = []
    for _ in range(count):
        op = random_.choice(["add", "sub", "mul", "div", "mod", "cmp", "round"])
        b = str(random_.randrange(0, 12)) if op == "round" else number(random_)
        tasks.append((op, number(random_), b, random_.choice(list(MODES)) if op == "round" else ""))
    out = subprocess.run([program], input="\n".join(" ".join(t) for t in tasks) + "\n", text=True,
                         capture_output=True, check=True).stdout.split("\n")
    wrong = refused = 0
    for task, actual in zip(tasks, out):
        right = expected(*task)
        if actual == "error":
            # Refusing is right when 34 digits do not hold the exact result, or for division by zero.
            if right != "error" and (task[0] not in ("mod",)) and fits(D(right)):
                wrong += 1
                print("refused", task, right)
            refused += 1
        elif right == "error" or D(actual) != D(right):
            wrong += 1
            print("wrong", task, "is", actual, "should be", right)
    print(f"{count - wrong} of {count} agree, {refused} refused")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
