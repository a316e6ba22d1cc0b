// The receipt of a check-in: a file with its proof from the log, for the trainee to keep outside the service.

import * as api from "./api.js";

export async function download(attemptId) {
  const receipt = await api.get(`/v1/check-ins/${attemptId}/receipt`);
  const file = new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `receipt-${attemptId}.json`;
  link.click();
  // The browser needs the address until it has begun to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
