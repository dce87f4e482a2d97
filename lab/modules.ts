// The modules of Asterisk that the lab loads: those that Plateau and a plain call centre need. The stock set prints dozens of
// harmless errors, and each module costs time at the start.

/** In load order, without `.so`. Asterisk finds the order of dependencies by itself. */
export const modules: readonly string[] = [
  ...['app_celgenuserevent', 'app_dial', 'app_echo', 'app_exec', 'app_playback', 'app_queue', 'app_read'],
  ...['app_senddtmf', 'app_stack', 'app_stasis', 'app_userevent', 'app_verbose'],
  ...['bridge_builtin_features', 'bridge_builtin_interval_features', 'bridge_holding', 'bridge_native_rtp'],
  ...['bridge_simple', 'bridge_softmix', 'chan_bridge_media', 'chan_pjsip'],
  ...['codec_a_mu', 'codec_alaw', 'codec_gsm', 'codec_resample', 'codec_ulaw'],
  ...['format_gsm', 'format_pcm', 'format_sln', 'format_wav'],
  ...[
    'func_callerid',
    'func_channel',
    'func_cut',
    'func_db',
    'func_devstate',
    'func_dialplan',
    'func_global',
  ],
  ...['func_hangupcause', 'func_logic', 'func_math', 'func_pjsip_aor', 'func_pjsip_contact'],
  ...['func_pjsip_endpoint', 'func_strings', 'func_timeout', 'pbx_config'],
  ...['res_ari', 'res_ari_applications', 'res_ari_asterisk', 'res_ari_bridges', 'res_ari_channels'],
  ...['res_ari_device_states', 'res_ari_endpoints', 'res_ari_events', 'res_ari_model', 'res_ari_playbacks'],
  ...['res_ari_recordings', 'res_ari_sounds', 'res_crypto', 'res_http_websocket', 'res_manager_devicestate'],
  ...[
    'res_musiconhold',
    'res_pjproject',
    'res_pjsip',
    'res_pjsip_authenticator_digest',
    'res_pjsip_caller_id',
  ],
  ...['res_pjsip_diversion', 'res_pjsip_dlg_options', 'res_pjsip_dtmf_info', 'res_pjsip_empty_info'],
  ...['res_pjsip_endpoint_identifier_ip', 'res_pjsip_endpoint_identifier_user', 'res_pjsip_header_funcs'],
  ...['res_pjsip_logger', 'res_pjsip_outbound_authenticator_digest', 'res_pjsip_pubsub', 'res_pjsip_refer'],
  ...['res_pjsip_registrar', 'res_pjsip_rfc3326', 'res_pjsip_sdp_rtp', 'res_pjsip_session'],
  ...['res_rtp_asterisk', 'res_sorcery_astdb', 'res_sorcery_config', 'res_sorcery_memory', 'res_stasis'],
  ...['res_stasis_answer', 'res_stasis_device_state', 'res_stasis_playback', 'res_stasis_recording'],
  ...['res_stasis_snoop', 'res_timing_timerfd', 'res_websocket_client'],
];
