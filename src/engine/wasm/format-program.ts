/** A program as text, for whoever writes a layer and wants to see what it runs. Runs nothing. */
import type { Argument, Call, Program } from "./program.ts";

/** The program as text, one call a line: what runs, for which layer, on which buffers. */
export function formatProgram(program: Program): string {
  const lines = [
    `${program.training ? "training" : "inference"} program, ${program.rows} rows × ${program.time} steps, ${program.workBytes} bytes of work memory`,
  ];
  for (const [index, phase] of program.phases.entries()) {
    if (program.phases.length > 1) lines.push(`phase ${index + 1}`);
    for (const call of phase.calls) lines.push(`  ${formatCall(call)}`);
    if (phase.reduction) {
      lines.push(`  reduce ${phase.reduction.sums.label}`);
      for (const call of phase.reduction.after) lines.push(`  once   ${formatCall(call)}`);
    }
  }
  return lines.join("\n");
}

function formatCall(call: Call): string {
  const name = typeof call.kernel === "string" ? call.kernel : call.kernel.name;
  return `${name}(${call.args.map(formatArgument).join(", ")})  ; ${call.layer}`;
}

function formatArgument(argument: Argument): string {
  if (typeof argument === "number") return String(argument);
  if ("dynamic" in argument) return argument.times === 1 ? argument.dynamic : `${argument.dynamic}×${argument.times}`;
  if ("buffer" in argument) return `${formatArgument(argument.buffer)}+${argument.byteOffset}`;
  return `${argument.region}:${argument.label}@${argument.offset}`;
}
