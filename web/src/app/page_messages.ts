import { add_messages } from "./messages.ts";
import fr from "./pages.fr.json";

// What several pages say, and the first one never does.
add_messages(fr, () => import("./pages.en.json"));
