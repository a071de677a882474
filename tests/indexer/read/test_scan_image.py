"""What is done to a page's picture before it is read."""

from pathlib import Path

import numpy as np
import pytest

from indexer.read.scan_image import enlarged, prepared, read_grey, turned, without_specks, write_grey


def test_single_specks_go_and_strokes_stay() -> None:
    page = np.full((30, 30), 255, np.uint8)
    page[10:13, 5:25] = 0
    dirty = page.copy()
    dirty[20, 20] = dirty[25, 3] = 0
    dirty[11, 15] = 255
    clean = without_specks(dirty)
    assert clean[20, 20] == clean[25, 3] == 255
    assert (clean[11, 6:24] == 0).all()


def test_the_median_is_that_of_nine() -> None:
    page = np.random.default_rng(0).integers(0, 256, (12, 9)).astype(np.uint8)
    clean = without_specks(page)
    for row in range(1, 11):
        for column in range(1, 8):
            assert clean[row, column] == np.median(page[row - 1 : row + 2, column - 1 : column + 2])


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (1, 40)])
def test_the_smallest_pictures_pass(shape: tuple[int, int]) -> None:
    assert prepared(np.zeros(shape, np.uint8), 150).size


def test_a_page_of_150_dots_becomes_one_of_300() -> None:
    page = np.full((40, 20), 90, np.uint8)
    assert prepared(page, 150).shape == (80, 40)
    assert (prepared(page, 150) == 90).all()
    assert enlarged(page, 1.0) is page


def test_turning_is_clockwise() -> None:
    page = np.array([[1, 2], [3, 4]], np.uint8)
    assert turned(page, 90).tolist() == [[3, 1], [4, 2]]
    assert turned(turned(page, 90), 270).tolist() == page.tolist()
    assert turned(page, 180).tolist() == [[4, 3], [2, 1]]


def test_a_picture_is_written_and_read_the_same(tmp_path: Path) -> None:
    page = np.arange(12, dtype=np.uint8).reshape(3, 4)
    write_grey(tmp_path / "a.pgm", turned(page, 90))
    assert (read_grey(tmp_path / "a.pgm") == turned(page, 90)).all()


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pgm").write_bytes(b"no")
    with pytest.raises(ValueError, match="PGM"):
        read_grey(tmp_path / "a.pgm")
