/** Hours in which an individual's data are only locked, and their erasure can be undone. */
export const hoursToUndo = 72;
