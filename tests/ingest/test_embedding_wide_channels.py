"""8-bit weights beside very wide channels: on one narrowing layer, whose sixth channel is a hundred times wider."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from ingest.embedding.wide_channels import part_wide_channels

CHANNELS, OUTPUTS = 64, 16


def graph(folder: Path, channels: int = CHANNELS, outputs: int = OUTPUTS) -> Path:
    weights = np.random.default_rng(1).normal(0, 0.1, (channels, outputs)).astype(np.float32)
    made = helper.make_graph(
        [
            helper.make_node("Cast", ["ids"], ["entering"], "cast", to=onnx.TensorProto.FLOAT),
            helper.make_node("MatMul", ["entering", "weights"], ["leaving"], "layer"),
        ],
        "one layer",
        [helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, [1, "tokens", channels])],
        [helper.make_tensor_value_info("leaving", onnx.TensorProto.FLOAT, [1, "tokens", outputs])],
        [numpy_helper.from_array(weights, "weights")],
    )
    path = folder / "float.onnx"
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, str(path))
    return path


def values(seed: int, channels: int = CHANNELS) -> dict[str, NDArray[np.int64]]:
    drawn = np.random.default_rng(seed).integers(-5, 5, (1, 12, channels))
    drawn[..., 5] *= 100
    return {"ids": drawn}


def run(model: Path | onnx.ModelProto, inputs: dict[str, NDArray[np.int64]]) -> NDArray[np.float32]:
    content = str(model) if isinstance(model, Path) else model.SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    found: NDArray[np.float32] = session.run(None, inputs)[0]
    return found


def quantised(model: Path | onnx.ModelProto, left_out: list[str], folder: Path) -> Path:
    target = folder / "int8.onnx"
    options = {"MatMulConstBOnly": True}
    quantize_dynamic(
        model, target, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=left_out, extra_options=options
    )
    return target


def test_a_layer_parted_in_two_gives_what_it_gave(tmp_path: Path) -> None:
    source = graph(tmp_path)
    parted, products = part_wide_channels(source, tmp_path, [values(2)])
    assert products == ["layer/Wide"]
    onnx.checker.check_model(parted)
    assert run(parted, values(3)) == pytest.approx(run(source, values(3)), abs=1e-4)


def test_the_other_channels_keep_their_values_in_8_bits(tmp_path: Path) -> None:
    source = graph(tmp_path)
    expected = run(source, values(3))
    parted, products = part_wide_channels(source, tmp_path, [values(2)])
    apart = run(quantised(parted, products, tmp_path), values(3))
    together = run(quantised(source, [], tmp_path), values(3))
    assert np.abs(apart - expected).mean() < 0.1 * np.abs(together - expected).mean()


def test_a_layer_that_does_not_narrow_stays_whole(tmp_path: Path) -> None:
    source = graph(tmp_path, channels=16, outputs=16)
    parted, products = part_wide_channels(source, tmp_path, [values(2, 16)])
    assert products == []
    assert [node.op_type for node in parted.graph.node] == ["Cast", "MatMul"]
