declare module 'vader-sentiment' {
  interface Scores {
    /** From -1 to 1. */
    compound: number;
  }
  const vader: { SentimentIntensityAnalyzer: { polarity_scores(text: string): Scores } };
  export default vader;
}
