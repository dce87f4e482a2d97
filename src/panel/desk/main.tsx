// The agent's desk: starts following and draws whatever is heard.
import { render } from 'preact';
import { App } from './app.js';
import './style.css';

const place = document.getElementById('page');
if (place !== null) render(<App />, place);
