import "./embed.css";
import { IconExternalLink } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { linkTo } from "../files/share/links.ts";
import { useDocument } from "../store/hooks.ts";
import { Logo } from "./Logo.tsx";
import { RunControls } from "./RunControls.tsx";

/** The bar of a page within another page: what it is, how to run it, where to go on with it. */
export function EmbedBar() {
  const document = useDocument();
  const [link, setLink] = useState("");
  useEffect(() => {
    let wanted = true;
    void linkTo(document).then((made) => wanted && setLink(made));
    return () => {
      wanted = false;
    };
  }, [document]);
  return (
    <header className="top-bar">
      <div className="top-left">
        <Logo />
        <h1 className="embed-name">{document.name}</h1>
      </div>
      <RunControls />
      <div className="top-right">
        <a className="embed-link" href={link} target="_blank" rel="noopener">
          Open in Brownout
          <IconExternalLink size={14} aria-hidden="true" />
        </a>
      </div>
    </header>
  );
}
