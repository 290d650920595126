import { add_messages } from "../../../app/messages.ts";
import "./messages.ts";
import fr from "./counts.fr.json";

add_messages(fr, () => import("./counts.en.json"));
