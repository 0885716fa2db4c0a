"""rt.robust with axis: single results bit for bit, whatever the layout, the lanes and the threads."""

import os
import subprocess
import sys

import numpy as np
import pytest

import ringtrial as rt

IN_LANES = ("median", "mad", "niqr", "sn", "qn")


@pytest.fixture(autouse=True)
def _threads():
    before = rt.threads()
    yield
    rt.set_threads(before)


def hostile(laboratories, measurands, dtype=float):
    """Normal, missing, tied, infinite, huge and tiny values, a kind of its own in every measurand."""
    rng = np.random.default_rng(laboratories)
    x = rng.normal(10, 1, (laboratories, measurands))
    dice = rng.integers(0, 20, x.shape)
    x[:, 1::9][dice[:, 1::9] < 6] = np.nan
    x[:, 2::9] = np.round(x[:, 2::9])
    x[:, 3::9][dice[:, 3::9] < 1] = np.inf
    x[:, 4::9] *= 1.2e307
    x[:, 5::9] *= 5e-324
    x[:, 6::9] = np.where(dice[:, 6::9] < 10, 0.0, -0.0)
    x[:, 7::9] = np.nan
    with np.errstate(over="ignore"):
        return x.astype(dtype)


def same(a, b):
    return a.dtype == b.dtype and np.array_equal(np.isnan(a), np.isnan(b)) and (
        np.where(np.isnan(a), 0, a).tobytes() == np.where(np.isnan(b), 0, b).tobytes()
    )  # fmt: skip


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("laboratories", [1, 2, 5, 20, 50, 131, 300])
@pytest.mark.parametrize("name", IN_LANES)
def test_lanes_give_the_single_results_bit_for_bit(name, laboratories, dtype):
    estimate = getattr(rt.robust, name)
    x = hostile(laboratories, 500, dtype)
    single = np.array([estimate(column.copy()) for column in x.T], dtype=dtype)
    for threads in (1, 2, 5):
        rt.set_threads(threads)
        assert same(estimate(x, axis=0), single)
        assert same(estimate(np.ascontiguousarray(x.T), axis=1), single)
        assert same(estimate(x[::-1, ::3], axis=0), single[::3])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("laboratories", [1, 2, 9, 50, 131, 300])
def test_algorithm_a_in_lanes_gives_every_field(laboratories, dtype):
    x = hostile(laboratories, 300, dtype)
    single = [rt.robust.algorithm_a(column.copy()) for column in x.T]
    for threads in (1, 3):
        rt.set_threads(threads)
        for seen in (x, np.asfortranarray(x)):
            batch = rt.robust.algorithm_a(seen, axis=0)
            for field in ("location", "scale", "winsorized", "n", "iterations"):
                got = getattr(batch, field)
                assert same(got, np.array([getattr(r, field) for r in single], dtype=got.dtype)), field
            assert batch.status.tolist() == [r.status for r in single]


@pytest.mark.parametrize("name", ["q_method", "q_hampel"])
@pytest.mark.parametrize("laboratories", [1, 2, 9, 50, 131, 300])
def test_the_q_methods_in_lanes_give_every_field(name, laboratories):
    estimate = getattr(rt.robust, name)
    x = hostile(laboratories, 200)
    single = [estimate(column.copy()) for column in x.T]
    for threads in (1, 3):
        rt.set_threads(threads)
        batch = estimate(x, axis=0)
        for field in ("scale", "repeatability", "p", "n") + (("location",) if name == "q_hampel" else ()):
            got = getattr(batch, field)
            assert same(got, np.array([getattr(r, field) for r in single], dtype=got.dtype)), field
        assert batch.status.tolist() == [r.status for r in single]


def test_many_measurands_keep_their_places():
    x = np.random.default_rng(5).normal(10, 1, (6, 40_000))
    batch = rt.robust.algorithm_a(x, axis=0)
    for j in (0, 16_383, 16_384, 32_768, 39_999):
        assert batch.location[j] == rt.robust.algorithm_a(x[:, j].copy()).location


@pytest.mark.parametrize("name", IN_LANES)
def test_more_dimensions_are_tables_of_tables(name):
    estimate = getattr(rt.robust, name)
    x = hostile(12, 120).reshape(12, 4, 5, 6)
    for axis in range(4):
        for seen in (x, x[:, ::2, :, ::-1], np.asfortranarray(x), x.transpose(2, 0, 3, 1)):
            moved = np.moveaxis(seen, axis, -1)
            single = np.array([estimate(v.copy()) for v in moved.reshape(-1, moved.shape[-1])])
            assert same(estimate(seen, axis=axis), single.reshape(moved.shape[:-1]))


def test_empty_tables_give_empty_columns_or_no_numbers():
    assert rt.robust.median(np.empty((5, 0)), axis=0).shape == (0,)
    assert rt.robust.median(np.empty((3, 0, 4)), axis=0).shape == (0, 4)
    assert np.isnan(rt.robust.median(np.empty((0, 3)), axis=0)).tolist() == [True] * 3
    with pytest.raises(ValueError, match=r"^mad: factor = 0, must be finite and positive"):
        rt.robust.mad(np.empty((5, 0)), factor=0, axis=0)


@pytest.mark.parametrize("name", ["median", "algorithm_a", "q_hampel", "biweight"])
def test_out_of_memory_says_what_was_asked_for(name):
    x = np.broadcast_to(1.5, (5, 10**14))  # one number in memory, but as many medians
    with pytest.raises(
        MemoryError, match=rf"^{name}: out of memory for 5 x 1{'0' * 14} results \(float64, 3.6 PiB\)$"
    ):
        getattr(rt.robust, name)(x, axis=0)


def test_out_of_memory_tells_it_of_a_table_to_convert_too():
    x = np.broadcast_to(np.int32(1), (5, 10**14))
    text = rf"^median: out of memory for 5 x 1{'0' * 14} results \(int32, 1.8 PiB\)$"
    with pytest.raises(MemoryError, match=text):
        rt.robust.median(x, axis=0)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_z_scores_of_large_tables_are_those_of_single_results(dtype):
    rng = np.random.default_rng(2)
    x = rng.normal(10, 1, (41, 10_007)).astype(dtype)
    x[3, 5], x[4, 6] = np.nan, np.inf
    x_pt = rng.normal(10, 1, 10_007).astype(dtype)
    sigma_pt = rng.uniform(0.5, 2, (41, 1)).astype(dtype)
    sigma_pt[7] = 0
    for threads in (1, 3):
        rt.set_threads(threads)
        for a, b, c in (
            (x, x_pt, sigma_pt),
            (x[::-1, ::3], x_pt[::3], sigma_pt[::-1]),
            (np.asfortranarray(x), x_pt, sigma_pt),
            (x.T, x_pt[:, None], sigma_pt.T),
        ):
            with np.errstate(divide="ignore", invalid="ignore"):
                expected = ((a.astype("f8") - b.astype("f8")) / c.astype("f8")).astype(dtype)
            assert same(rt.scores.z(a, b, c), np.where(np.isfinite(expected), expected, dtype(np.nan)))


def test_z_scores_of_huge_results_do_not_overflow():
    x = np.full((3, 5000), 1.7e308)
    assert (rt.scores.z(x, -1.7e308, 1e307) == rt.scores.z(1.7e308, -1.7e308, 1e307)).all()
    assert rt.scores.z(1.7e308, -1.7e308, 1e307) == 34
    assert rt.scores.z(np.empty((0, 5)), 1.0, 1.0).shape == (0, 5)


def test_threads_are_set_and_told():
    rt.set_threads(3)
    assert rt.threads() == 3
    for wrong in (0, 1025):
        with pytest.raises(ValueError, match=rf"^set_threads: n = {wrong}, must be a whole number from 1 to"):
            rt.set_threads(wrong)
    with pytest.raises(TypeError, match=r"^set_threads: n = 'all', must be a number"):
        rt.set_threads("all")


def in_new_process(code, **environment):
    command = [sys.executable, "-c", "import numpy as np, ringtrial as rt\n" + code]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)


def test_the_environment_sets_the_threads():
    assert in_new_process("print(rt.threads())", RINGTRIAL_THREADS="3").stdout == "3\n"
    assert int(in_new_process("print(rt.threads())", RINGTRIAL_THREADS="").stdout) >= 1
    for wrong in ("0", "many", "2.5"):
        failed = in_new_process("rt.threads()", RINGTRIAL_THREADS=wrong).stderr
        assert f"RINGTRIAL_THREADS = '{wrong}', must be a whole number from 1 to 1024" in failed


def test_every_instruction_set_gives_the_same_bytes():
    code = """
import hashlib
x = np.random.default_rng(1).standard_cauchy((50, 3000))
x[::7, ::5] = np.nan
for name in ("median", "mad", "niqr", "sn", "qn", "algorithm_a", "q_method", "q_hampel"):
    r = getattr(rt.robust, name)(x, axis=0)
    r = r if isinstance(r, np.ndarray) else np.array([r.scale, getattr(r, "location", r.scale)])
    print(name, hashlib.sha256(r.tobytes()).hexdigest())
"""
    runs = [
        in_new_process(code, RINGTRIAL_ISA=isa, RINGTRIAL_THREADS=threads)
        for isa in ("baseline", "avx2", "avx512")
        for threads in ("1", "2")
    ]
    assert len({run.stdout for run in runs}) == 1
    assert runs[0].stdout.count("\n") == 8
    failed = in_new_process("rt.robust.median(np.ones((5, 5)), axis=0)", RINGTRIAL_ISA="mmx")
    assert "RINGTRIAL_ISA = 'mmx', must be baseline, avx2 or avx512" in failed.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_makes_threads_of_its_own():
    code = """
import os
rt.set_threads(2)
x = np.random.default_rng(1).normal(size=(20, 20000))
before = rt.robust.qn(x, axis=0)
child = os.fork()
if child == 0:
    os._exit(0 if np.array_equal(rt.robust.qn(x, axis=0), before) else 1)
print(os.waitpid(child, 0)[1])
"""
    assert in_new_process(code).stdout == "0\n"


def test_one_bad_measurand_stops_no_other():
    x = np.random.default_rng(3).normal(10, 1, (30, 100))
    x[0, 7] = np.inf
    good = np.delete(np.arange(100), 7)
    for name in IN_LANES:
        column = getattr(rt.robust, name)(x, axis=0)
        assert np.isnan(column[7])
        assert np.isfinite(column[good]).all()
