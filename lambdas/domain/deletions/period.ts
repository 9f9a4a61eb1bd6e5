const day = 24 * 60 * 60 * 1000;
/** Days for which an organisation may answer, and its answer is shown. */
const daysKept = 90;

/** When the requests to delete end that follow an erasure which was verified at an instant. */
export const deletionEnd = (verifiedAt: string) =>
  new Date(Date.parse(verifiedAt) + daysKept * day).toISOString();
