/** The settings of a run: the measured cells, their repetitions and their durations. */
export interface Plan {
  readonly short: boolean;
  readonly delays: readonly number[];
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly warmSeconds: number;
  /**
   * How many turns Maitred has in a comparison. The speed of a shared machine changes during a run, so
   * gates compare each turn with the turns around it.
   */
  readonly rounds: number;
  readonly secondsOfTurn: number;
  readonly warmSecondsOfTurn: number;
  readonly messages: number;
  /** How many messages each database of the growth measurement holds beforehand. */
  readonly growth: readonly number[];
  /** The checkout whose consumer folds the backlog: another one shows what a change has done. */
  readonly source: string;
}
