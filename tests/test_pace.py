"""Promises of the pace at which writers of a note exchange: quick while the server is, and rarer when many write."""

import json
import subprocess
from pathlib import Path

import pytest

import hatch_build
from bench import live_people
from workspace.live.pace import LONGEST, Pace

ROOT = Path(__file__).parents[1]

OF_BROWSER = """
import { Pace } from "./static/src/live/pace.js";
const pace = new Pace();
const since = [pace.since(1000), pace.since(1250)];
pace.told = %s;
const waits = Array.from({ length: 200 }, () => pace.over(1000));
console.log(JSON.stringify([since, Math.min(...waits), Math.max(...waits)]));
"""


def of_browser(told: int) -> tuple[list[int | None], float, float]:
    """What a browser says of its last time, and the shortest and longest that it waits."""
    node = hatch_build.commands()[0]
    command = [*node, "--input-type=module", "-e", OF_BROWSER % told]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    since, least, most = json.loads(done.stdout)
    return since, least, most


def pause(people: int, took: float, *, every: float = 1.0, seconds: int = 75) -> float:
    """What the last of so many is told, who each came `every` seconds and were answered in `took`."""
    pace, told = Pace(), 0.0
    for turn in range(int(seconds / every)):
        for n in range(people):
            at = turn * every + n * every / people
            told = pace.pause(at, every if turn else None, took)
    return told


def test_a_group_at_work_writes_as_quickly_as_it_likes() -> None:
    assert pause(20, 0.01) <= 0.6


def test_the_more_write_the_rarer_each_comes_however_often_they_came() -> None:
    assert pause(300, 0.01) == pytest.approx(300 * 0.01 / 0.4, rel=0.1)
    assert pause(300, 0.01, every=7.5) == pytest.approx(pause(300, 0.01), rel=0.15)


def test_a_slow_machine_is_asked_less_often_and_never_too_rarely() -> None:
    assert pause(100, 0.04) > 3 * pause(100, 0.01)
    assert pause(600, 1.0) == LONGEST


def test_those_who_arrive_at_once_are_spread_before_they_come_again() -> None:
    pace = Pace()
    told = [pace.pause(n / 300, None, 0.01) for n in range(300)]
    assert told[0] < 0.1 and told[-1] == pytest.approx(2.5, rel=0.1)


def test_what_was_an_hour_ago_counts_for_nothing_and_nobody_is_counted_for_more_than_they_are() -> None:
    pace = Pace()
    for n in range(300):
        pace.pause(n / 300, None, 0.05)
    assert pace.pause(3600, 10**9, 0.01) < 0.1


def test_a_browser_waits_as_it_is_told_not_to_the_letter_and_never_less_than_it_would() -> None:
    since, least, most = of_browser(8_000)
    assert since == [None, 250] and 6_000 <= least < 7_500 and 8_500 < most <= 10_000
    assert of_browser(200)[1:] == (1_000, 1_000)


def test_the_people_of_the_bench_come_as_browsers_do() -> None:
    pace = live_people.Pace(told=8.0)
    waits = [pace.over(1.0) for _ in range(200)]
    assert 6 <= min(waits) < 7.5 and 8.5 < max(waits) <= 10
    assert pace.since() is None and pace.since() is not None
