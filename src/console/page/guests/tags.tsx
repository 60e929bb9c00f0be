/** The tags of a guest. */
export function Tags({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span class="tags">
      {tags.map((tag) => (
        <span key={tag} class="badge" dir="auto">
          {tag}
        </span>
      ))}
    </span>
  );
}
