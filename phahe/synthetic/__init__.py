"""A synthetic nation with the shape of the real documents, for measuring at the size of the country. Nothing in it is a fact of the world.

`nation` says who there is, `document` writes one document's quads, `stream` writes a whole file in bounded memory. Every name carries the words
"dữ liệu tổng hợp" (synthetic data), every IRI `tong-hop`; the same seed and size give the same bytes.
"""

from phahe.synthetic.stream import Size, generate

__all__ = ["Size", "generate"]
