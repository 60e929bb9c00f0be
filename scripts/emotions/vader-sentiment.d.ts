declare module 'vader-sentiment' {
  interface Scores {
    /** -1 to 1. */
    compound: number;
  }
  const vader: { SentimentIntensityAnalyzer: { polarity_scores(text: string): Scores } };
  export default vader;
}
