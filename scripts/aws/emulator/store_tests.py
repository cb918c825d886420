"""The tests of `store`, with the emulator's DynamoDB in place of the embedded table."""

import os
import re
import subprocess

# Tests that need the embedded table itself, by what of it. What counts or breaks calls stands in the
# SDK's connector there, before the table; here nothing stands between the SDK and the emulator.
LEFT_OUT = {
    "counts calls or units, and the emulator's read units are wrong": [
        "kernel::a_pair_is_one_call_and_one_and_a_half_units",
        "kernel::a_transaction_of_more_than_a_hundred_is_refused_before_it_is_sent",
        "kernel::one_operation_is_a_plain_write_and_two_are_a_transaction",
        "kernel::settings_and_seats_are_one_read",
        "kernel::what_a_call_consumed_is_known_by_index",
        "quota::permits_that_were_taken_are_seen_by_the_next_reader",
        "views::a_batch_writes_each_page_once",
    ],
    "breaks calls on purpose, by a seed": [
        "kernel::a_conflict_a_throttle_and_a_lost_reply_are_told_apart",
        "kernel::a_seed_has_one_interleaving_and_no_update_is_lost",
        "views::workers_that_fold_at_once_lose_nothing",
    ],
    "lets a replica lag behind": [
        "kernel::an_index_may_lag_and_a_consistent_read_does_not",
        "messages::a_message_that_does_not_exist_is_left_out",
        "messages::a_message_that_was_only_just_recorded_is_read_all_the_same",
        "messages::messages_that_are_there_cost_half_a_unit_each",
    ],
    "reads the embedded stream": [
        "kernel::the_stream_tells_every_change_with_both_images_once",
        "kernel::what_expired_is_swept_and_the_stream_says_by_whom",
    ],
    "watches each write from inside": ["kernel::every_write_is_told_to_whoever_watches"],
    "has no table of this kind (a file, a document)": [
        "kernel::a_table_in_a_file_is_there_after_a_restart",
        "table_document::the_table_document_is_current",
    ],
}


def run(root, emulator, report):
    """Runs all but those. A test that needs the embedded table and is not named above fails."""
    names = [name for group in LEFT_OUT.values() for name in group]
    report.say(f"{len(names)} of the store's tests are left out:")
    for reason, group in LEFT_OUT.items():
        for name in group:
            report.say(f"    {name}: {reason}")
    gone = [name for name in names if not is_there(root, name)]
    report.check("every test that is left out is there", not gone, gone)
    environment = {**os.environ, "CONVOKE_TEST_DYNAMODB": emulator.url, "CARGO_TERM_COLOR": "never"}
    done = subprocess.run(
        command(names, root),
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    holds = done.returncode == 0 and passed is not None and int(passed[1]) > 0
    if not holds:
        print(done.stdout[-12000:])
    count = passed[1] if passed else "no"
    law = f"{count} tests of the store pass on the emulator's DynamoDB"
    report.check(law, holds, "what they wrote stands above")


def is_there(root, name):
    """Whether a test of that name is in the file of its module."""
    module, _, function = name.partition("::")
    file = root / f"shared/store/tests/it/{module}.rs"
    return file.exists() and f"fn {function}(" in file.read_text()


def command(names, root):
    """The test runner's, or cargo's own where there is none. What is built is the whole workspace's, as
    `./test build` leaves it."""
    found = subprocess.run(["cargo", "nextest", "--version"], cwd=root, capture_output=True, check=False)
    if found.returncode != 0:
        skips = [word for name in names for word in ("--skip", name)]
        return ["cargo", "test", "--package", "store", "--test", "it", "--", *skips]
    left_out = " + ".join(f"test(={name})" for name in names)
    chosen = f"package(store) & binary(it) - ({left_out})"
    return ["cargo", "nextest", "run", "--workspace", "--status-level", "fail", "-E", chosen]
