"""A failed tool is one sentence and a way out."""

import pytest

from tools.messages import explain


class TestExplain:
    @pytest.mark.parametrize(
        ("output", "sentence"),
        [
            ("OSError: [Errno 28] No space left on device", "đĩa đã đầy"),
            ("npm error code ENOSPC", "đĩa đã đầy"),
            ("connection broken by 'NewConnectionError(…)'", "không tải được"),
            ("npm error code EAI_AGAIN", "không tải được"),
            ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "mã băm"),
            ("npm error code EINTEGRITY", "mã băm"),
            ("something else", "không xong"),
        ],
    )
    def test_names_the_cause(self, output, sentence):
        reason = explain("Cài gói", output)

        assert sentence in reason.sentence
        assert reason.sentence.startswith("Cài gói")
        assert reason.way_out
