"""What a behaviour's options mean, read from the texts that stand below them in its source."""

import ast
import inspect
import textwrap


def meanings(shape: type) -> dict[str, str]:
    """What each option means, by its name as a scenario writes it."""
    found: dict[str, str] = {}
    option = ""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(shape)))):
        body = node.body if isinstance(node, ast.ClassDef) else []
        for line in body:
            match line:
                case ast.AnnAssign(target=ast.Name(id=name)):
                    option = name.rstrip("_")
                case ast.Expr(value=ast.Constant(value=str(text))) if option:
                    found[option] = inspect.cleandoc(text)
                case _:
                    option = ""
    return found
