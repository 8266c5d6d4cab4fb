"""GGUF files of some kilobytes, made here: a head alone, or a tiny model of random weights that llama.cpp loads.

A family is an architecture with the tensors that llama.cpp wants of it, and a chat template, shorter than its model's
own and with the same turns and switches.
"""

import random
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

WIDTH, HIDDEN, HEADS, HEAD, LAYERS, PER_LAYER = 32, 64, 2, 16, 2, 8
Shapes = dict[str, tuple[int, ...]]


def write(path: Path, metadata: Mapping[str, Any], tensors: Mapping[str, Sequence[int]] | None = None) -> Path:
    """Write a GGUF file of version 3 whose tensors are random, but for norms, which are one."""
    draw, data = random.Random(1), b""
    infos = []
    for name, shape in (tensors or {}).items():
        count = 1
        for size in shape:
            count *= size
        norm = name.endswith("norm.weight")
        values = array("f", [1.0 if norm else draw.gauss(0, 0.05) for _ in range(count)])
        sizes = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        infos.append(_text(name) + sizes + struct.pack("<IQ", 0, len(data)))
        data += _padded(values.tobytes())
    pairs = [_text(key) + _typed(value) for key, value in metadata.items()]
    head = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(pairs)) + b"".join(pairs) + b"".join(infos)
    path.write_bytes(_padded(head) + data)
    return path


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 32)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _typed(value: Any) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<Ii" if value < 0 else "<II", 5 if value < 0 else 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, array):  # of 32-bit integers
        return struct.pack("<IIQ", 9, 5, len(value)) + value.tobytes()
    values = [_typed(each) for each in value]
    return struct.pack("<I", 9) + values[0][:4] + struct.pack("<Q", len(values)) + b"".join(each[4:] for each in values)


@dataclass(frozen=True)
class Family:
    """What is told of a family here."""

    name: str
    """Of the model, as its file has it."""
    architecture: str
    template: str
    marks: Sequence[str]
    """Tokens of the template; the first begins a text, the last ends it."""
    norms: Sequence[tuple[str, int]] = ()
    """Of a layer, beyond those that all have."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Values of the architecture."""


CHATML: Final = (
    "{%- for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{%- endfor %}"
)
CHATML_MARKS: Final = ("<|endoftext|>", "<think>", "</think>", "<|im_start|>", "<|im_end|>")
_OF_HEADS: Final = (("attn_q_norm", HEAD), ("attn_k_norm", HEAD))
_AFTER: Final = (("post_attention_norm", WIDTH), ("post_ffw_norm", WIDTH))
_SWITCH: Final = (
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{%- endif %}"
    "{%- endif %}"
)
FAMILIES: Final = {
    "qwen3": Family("Qwen3 4B", "qwen3", CHATML + _SWITCH, CHATML_MARKS, _OF_HEADS),
    "smollm3": Family(
        "SmolLM3 3B",
        "smollm3",
        "{%- set mode = '/think' if enable_thinking is not defined or enable_thinking else '/no_think' %}"
        "{{ '<|im_start|>system\\nReasoning Mode: ' + mode + '\\n\\n' + messages[0].content + '<|im_end|>\\n' }}"
        "{%- for m in messages[1:] %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{%- endfor %}"
        "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}"
        "{%- if mode == '/no_think' %}{{ '<think>\\n\\n</think>\\n' }}{%- endif %}{%- endif %}",
        CHATML_MARKS,
    ),
    "gemma3": Family(
        "Gemma 3 4b It",
        "gemma3",
        "{{ bos_token }}{%- for m in messages[1:] %}"
        "{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) + '\\n' }}"
        "{{ (messages[0].content + '\\n\\n' if loop.first else '') + m.content + '<end_of_turn>\\n' }}{%- endfor %}"
        "{%- if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{%- endif %}",
        ("<bos>", "<start_of_turn>", "<end_of_turn>"),
        _OF_HEADS + _AFTER,
        {"attention.sliding_window": 512},
    ),
    "gemma4": Family(
        "Gemma 4 E2B It",
        "gemma4",
        "{{ bos_token }}{{ '<|turn>system\\n' }}"
        "{%- if enable_thinking is defined and enable_thinking %}{{ '<|think|>\\n' }}{%- endif %}"
        "{{ messages[0].content + '<turn|>\\n' }}{%- for m in messages[1:] %}"
        "{{ '<|turn>' + ('model' if m.role == 'assistant' else m.role) + '\\n' }}"
        "{{ m.content + '<turn|>\\n' }}{%- endfor %}"
        "{%- if add_generation_prompt %}{{ '<|turn>model\\n' }}"
        "{%- if not enable_thinking | default(false) %}{{ '<|channel>thought\\n<channel|>' }}{%- endif %}{%- endif %}",
        ("<bos>", "<|turn>", "<|think|>", "<|channel>", "<channel|>", "<turn|>"),
        (*_OF_HEADS, *_AFTER, ("post_norm", WIDTH)),
        {
            "attention.sliding_window": 512, "attention.sliding_window_pattern": [True, False],
            "attention.shared_kv_layers": 0, "attention.key_length_swa": HEAD, "attention.value_length_swa": HEAD,
            "rope.freq_base_swa": 1e4, "rope.dimension_count_swa": HEAD, "embedding_length_per_layer_input": PER_LAYER,
        },
    ),
    "llama": Family(
        "Llama 3.2 3B Instruct",
        "llama",
        "{%- if not date_string is defined %}{%- set date_string = strftime_now('%d %b %Y') %}{%- endif %}"
        "{%- for m in messages %}{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\\n\\n' }}"
        "{{ ('Today Date: ' + date_string + '\\n\\n' if loop.first else '') + m.content + '<|eot_id|>' }}{%- endfor %}"
        "{%- if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}",
        ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
    ),
    "lfm2": Family(
        "LFM2.5 1.2B Instruct",
        "lfm2",
        "{{ bos_token }}" + CHATML + "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}",
        ("<|startoftext|>", "<|im_start|>", "<|im_end|>"),
        more={"attention.head_count_kv": array("i", [0, 1]), "shortconv.l_cache": 3},
    ),
    "granite": Family(
        "Granite 3.3 2b Instruct",
        "granite",
        "{%- for m in messages %}{{ '<|start_of_role|>' + m.role + '<|end_of_role|>' + m.content }}"
        "{%- if loop.first and thinking | default(true) %}{{ ' Write your thoughts first.' }}{%- endif %}"
        "{{ '<|end_of_text|>\\n' }}{%- endfor %}"
        "{%- if add_generation_prompt %}{{ '<|start_of_role|>assistant<|end_of_role|>' }}{%- endif %}",
        ("<|begin|>", "<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>"),
        more={f"{name}_scale": 1.0 for name in ("attention", "embedding", "residual", "logit")},
    ),
}  # fmt: skip


def write_model(path: Path, family: Family, template: str | None = None) -> Path:
    """Write a model of `family` of some 100 kB whose answers are noise, with its own template or another."""
    tokens = _bytes() + list(family.marks)
    values = {
        "context_length": 4096, "embedding_length": WIDTH, "block_count": LAYERS, "feed_forward_length": HIDDEN,
        "vocab_size": len(tokens), "rope.freq_base": 1e4, "rope.dimension_count": HEAD, "attention.head_count": HEADS,
        "attention.head_count_kv": 1, "attention.key_length": HEAD, "attention.value_length": HEAD,
        "attention.layer_norm_rms_epsilon": 1e-5, **family.more,
    }  # fmt: skip
    metadata = {
        "general.architecture": family.architecture,
        "general.name": family.name,
        **{f"{family.architecture}.{name}": value for name, value in values.items()},
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "default",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": array("i", [1] * 256 + [3] * len(family.marks)),
        "tokenizer.ggml.merges": ["a b"],
        "tokenizer.ggml.bos_token_id": 256,
        "tokenizer.ggml.eos_token_id": len(tokens) - 1,
        "tokenizer.chat_template": family.template if template is None else template,
    }
    return write(path, metadata, _tensors(family, len(tokens)))


def _bytes() -> list[str]:
    """Return the tokens of the 256 bytes, as byte-level vocabularies write them."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in shown else chr(next(others)) for byte in range(256)]


def _tensors(family: Family, vocabulary: int) -> Shapes:
    convolved = "shortconv.l_cache" in family.more
    per_layer = "embedding_length_per_layer_input" in family.more
    shapes: Shapes = {"token_embd": (WIDTH, vocabulary), "token_embd_norm" if convolved else "output_norm": (WIDTH,)}
    if per_layer:
        shapes |= {
            "per_layer_token_embd": (PER_LAYER * LAYERS, vocabulary), "per_layer_proj_norm": (PER_LAYER,),
            "per_layer_model_proj": (WIDTH, PER_LAYER * LAYERS), "rope_freqs": (HEAD // 2,),
        }  # fmt: skip
    for number in range(LAYERS):
        layer: Shapes = {
            "attn_norm": (WIDTH,), "ffn_norm": (WIDTH,), "ffn_gate": (WIDTH, HIDDEN), "ffn_up": (WIDTH, HIDDEN),
            "ffn_down": (HIDDEN, WIDTH), **{name: (size,) for name, size in family.norms},
        }  # fmt: skip
        if convolved and number == 0:
            layer |= {
                "shortconv.conv": (3, WIDTH), "shortconv.in_proj": (WIDTH, 3 * WIDTH),
                "shortconv.out_proj": (WIDTH, WIDTH),
            }  # fmt: skip
        else:
            layer |= {
                "attn_q": (WIDTH, HEADS * HEAD), "attn_k": (WIDTH, HEAD), "attn_v": (WIDTH, HEAD),
                "attn_output": (HEADS * HEAD, WIDTH),
            }  # fmt: skip
            if convolved:
                layer |= {name: (size,) for name, size in _OF_HEADS}
        if per_layer:
            layer |= {"inp_gate": (WIDTH, PER_LAYER), "proj": (PER_LAYER, WIDTH), "layer_output_scale": (1,)}
        shapes |= {f"blk.{number}.{name}": shape for name, shape in layer.items()}
    return {f"{name}.weight": shape for name, shape in shapes.items()}
