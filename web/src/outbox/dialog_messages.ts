import { add_messages } from "../app/messages.ts";
import "./messages.ts";
import fr from "./dialog.fr.json";

add_messages(fr, () => import("./dialog.en.json"));
