"""The formats, one module each; `phahe.exports.registry` lists them."""
