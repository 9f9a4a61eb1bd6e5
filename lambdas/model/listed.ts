/** A place in the index `listing`. */
export interface Listed {
  readonly listPk: string;
  readonly listSk: string;
}
