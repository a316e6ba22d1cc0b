// Files for the trainee to keep outside the service: the receipt of a check-in with its proof from the log, and others.

import * as api from "./api.js";

export async function download(attemptId) {
  const receipt = await api.get(`/v1/check-ins/${attemptId}/receipt`);
  saved(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }), `receipt-${attemptId}.json`);
}

export function saved(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser needs the address until it has begun to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
