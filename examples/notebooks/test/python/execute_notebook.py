"""Runs a notebook from its first cell to its last, and writes it with what it showed.

As `jupyter nbconvert --execute --allow-errors`, but for one thing: Deno's kernel (2.9) may say that a cell is over before
it gives the cell's result, which is then lost. So after each cell the kernel is asked to show a sign: it shows one thing after
another, so what comes before the sign belongs to the cell.
"""

import sys

import nbformat
from nbclient import NotebookClient

SIGN = "application/x-tickerlake-sign"
SHOW_SIGN = {"deno": f"await Deno.jupyter.display({{ '{SIGN}': '' }}, {{ raw: true }});"}
ANSWER_S = 60


class PatientClient(NotebookClient):
    async def async_execute_cell(self, cell, cell_index, **options):
        executed = await super().async_execute_cell(cell, cell_index, **options)
        show_sign = SHOW_SIGN.get(self.kernel_name)
        if show_sign is not None and cell.cell_type == "code":
            await self._wait_for_sign(self.kc.execute(show_sign, store_history=False), cell, cell_index)
        return executed

    async def _wait_for_sign(self, request, cell, cell_index):
        has_sign = is_idle = False
        while not (has_sign and is_idle):
            message = await self.kc.get_iopub_msg(timeout=ANSWER_S)
            content = message["content"]
            if message["parent_header"].get("msg_id") == request:
                has_sign = has_sign or SIGN in content.get("data", {})
                is_idle = is_idle or content.get("execution_state") == "idle"
            elif message["msg_type"] != "status":
                self.process_message(message, cell, cell_index)


source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
PatientClient(notebook, timeout=120, allow_errors=True, record_timing=False, resources={"metadata": {"path": "."}}).execute()
nbformat.write(notebook, target)
