"""Here documents are rendered each time: how that is done is what these tests are about."""

import pytest

from amif_network.core.pdf import rendering


@pytest.fixture(scope="package", autouse=True)
def rendered_each_time(each_document_is_laid_out_once: None):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "render", rendering.render.__wrapped__)
        yield
