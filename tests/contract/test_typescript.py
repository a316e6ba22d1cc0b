"""Types that a generator for TypeScript makes of the document, and a program against them that the compiler accepts."""

import shutil
import subprocess
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.contract.generating import TYPESCRIPT, document_of

PROGRAM = """
import type { components, operations, paths } from "./api";

type Attempt = components["schemas"]["CheckInRequest"];
type Verdict = operations["check_in"]["responses"][201]["content"]["application/json"];
type Problem = operations["check_in"]["responses"][404]["content"]["application/problem+json"];

async function checkIn(attempt: Attempt, token: string): Promise<Verdict> {
  const path: keyof paths = "/v1/check-ins";
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(attempt) });
  if (answer.status === 201) return (await answer.json()) as Verdict;
  const problem = (await answer.json()) as Problem;
  throw new Error(`${problem.title_en}: ${problem.advice_en}`);
}

export async function told(attempt: Attempt): Promise<string> {
  const verdict = await checkIn(attempt, "token");
  return `${verdict.outcome} ${verdict.summary.en} ${verdict.findings.length}`;
}
"""
WRONG = 'import type { components } from "./api";\nexport const phase: components["schemas"]["Phase"] = "never";\n'


@pytest.mark.skipif(shutil.which("node") is None, reason="the generator for TypeScript runs on node, which is not here")
def test_a_program_against_the_generated_types_is_accepted_and_a_wrong_one_is_not(app: FastAPI, tmp_path: Path) -> None:
    if not (TYPESCRIPT / "node_modules" / ".bin").is_dir():
        pytest.skip("the generator for TypeScript is not installed: make test fetches it from npm")
    document = document_of(app, tmp_path)
    run("openapi-typescript", str(document), "--output", str(tmp_path / "api.d.ts"))
    (tmp_path / "right.ts").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "wrong.ts").write_text(WRONG, encoding="utf-8")
    compiled = ["tsc", "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom"]
    assert run(*compiled, str(tmp_path / "right.ts")).returncode == 0
    assert "never" in run(*compiled, str(tmp_path / "wrong.ts"), check=False).stdout


def run(tool: str, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    command = [str(TYPESCRIPT / "node_modules" / ".bin" / tool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=check)
