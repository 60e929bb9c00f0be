import { Component, type FunctionComponent, h } from 'preact';

/** A component that is drawn again only when one of its properties is another value. */
export function memo<Props extends object>(inner: FunctionComponent<Props>) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before = new Map(Object.entries(this.props));
      const after = Object.entries(next);
      return after.length !== before.size || after.some(([name, v]) => before.get(name) !== v);
    }
    override render() {
      return h(inner, this.props);
    }
  };
}
