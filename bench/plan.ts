/** The settings of a run: the measured cells, their repetitions and their durations. */
export interface Plan {
  readonly short: boolean;
  readonly delays: readonly number[];
  readonly clients: readonly number[];
  readonly seconds: number;
  /**
   * How many rounds measure all variants one after the other. The speed of a shared machine changes
   * during a run, so gates compare variants within a round.
   */
  readonly rounds: number;
  readonly secondsOfTurn: number;
  readonly warmSeconds: number;
  readonly messages: number;
  /** How many messages each database of the growth measurement holds beforehand. */
  readonly growth: readonly number[];
  /** The checkout whose consumer folds the backlog: another one shows what a change has done. */
  readonly source: string;
}
